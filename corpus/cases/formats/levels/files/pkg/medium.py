import yaml

yaml.load(
    stream,
    Loader=yaml.Loader,
)
open("/tmp/x")
exec("x")  # nosec
