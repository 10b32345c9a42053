"""A script beside a package of its own that is called as a library is, in a folder that is a package as well."""

import datasets

if __name__ == "__main__":
    datasets.make("rows")  #? Rows()
