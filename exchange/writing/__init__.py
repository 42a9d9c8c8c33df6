"""Writing: documents become files, in every format; and the template that explains them."""
