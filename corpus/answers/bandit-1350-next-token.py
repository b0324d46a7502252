# issue: PyCQA/bandit#1350, cloud-custodian/cloud-custodian#10529
# about: The names of paging tokens in dictionaries are no passwords, their labels neither
# bandit: B105:11 B105:18 B105:21
# stockade: B105:21
import boto3


def volumes(region):
    client = boto3.client("ec2", region_name=region)
    page = client.describe_volumes()
    pagination = {"input_token": "NextToken", "output_token": page.get("NextToken")}
    while pagination["output_token"]:
        page = client.describe_volumes(**{pagination["input_token"]: pagination["output_token"]})
        pagination["output_token"] = page.get("NextToken")
        yield from page["Volumes"]


ENVIRONMENT = {"secret": "DB_PASSWORD", "region": "eu-central-1"}


DATABASE = {"host": "db.internal", "db_password": "k3Vq-91zzTo"}
