// Copyright 2019 The TrackFit Collaboration
#include <TH1D.h>
#include <fftw3.h>

void transform(const TH1D& signal, fftw_complex* out) {
  (void)signal;
  (void)out;
}
