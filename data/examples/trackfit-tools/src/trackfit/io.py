import uproot


def read(path, tree="tracks"):
    return uproot.open(path)[tree].arrays(library="np")
