load_dataset("x")
datasets.load_dataset("x")
