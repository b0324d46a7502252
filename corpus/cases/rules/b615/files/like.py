import my_datasets_lib
datasets.load_dataset("x")
hub.hf_hub_download("x")
huggingface_hub.x.snapshot_download("x")
