"""The science as people see it: claims, facts and the hindcast as pages, pictures and Markdown."""
