# issue: PyCQA/bandit#842, PyCQA/bandit#498, astral-sh/ruff#3511
# about: A type of token and the tokens of a language model are no secrets
# bandit: B106:9 B106:10 B105:14 B107:17
# stockade: none
from tokens import Answer, Tokenizer


def issue(access):
    answer = Answer(access=access, token_type="Bearer")
    tokenizer = Tokenizer(pad_token="<pad>", eos_token="</s>")
    return answer, tokenizer


token_url = "https://login.example.org/oauth/token"


def tokenize(text, unk_token="<unk>", mask_token="[MASK]"):
    return text.replace(mask_token, unk_token)
