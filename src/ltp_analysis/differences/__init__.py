"""What changed from one version of a dataset to another, and what that did to what follows."""
