"""The six steps of taking in a workbook, one file a step."""
