"""The report: a whole study as one HTML file that needs no network."""

from gigtext.report.page import GENERATOR, report_page

__all__ = ["GENERATOR", "report_page"]
