"""The files of a project, their indexes, where imports lead, and what the project requires."""
