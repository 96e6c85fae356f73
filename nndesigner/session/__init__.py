"""The running application without a screen: the document, its history, the selection and the live run."""
