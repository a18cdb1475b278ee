"""REFI-QDA (spec 1.5): codebooks (`.qdc`) and projects (`.qdpx`) that NVivo, ATLAS.ti, MAXQDA and others exchange.

project.Project     what a project file says, as plain records
archive, markup     hostile input comes in here: ZIP and XML, bounded and checked
codes               code trees ↔ our codebook; `codebooks` writes and reads `.qdc`
writing             results → `.qdpx`
reading             `.qdpx` → Project, tolerant of what real programs write
joining             selections of a project → passages of a study
returning           a project of a study in results → judgements of its coders
studies             a foreign project → a new study folder
account             what was carried and what was not, as a Table
"""
