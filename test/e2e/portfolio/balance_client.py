"""Asks for balances, or answers for them, knowing only what stands on the wire: Python with pika, none of our code.

    balance_client.py URL ask [--reply-to ADDRESS] USER...
        Prints one line per answer. Without --reply-to, answers are taken from the queue balance.response.portfolio;
        with it, from a queue of its own that is bound to the response exchange under that address.
    balance_client.py URL answer BALANCE COUNT
        Prints "ready", then answers that many requests, each with this balance, and prints them.
    balance_client.py URL send
        Publishes what it reads, one JSON object per line with the body in base64, to the request exchange.

Exit code 3: nothing came for ten seconds.
"""

import argparse
import base64
import json
import sys
import uuid
from datetime import datetime, timezone

import pika

REQUESTS = "balance.request.exchange"
RESPONSES = "balance.response.exchange"
REQUEST_QUEUE = "balance.request"
SHARED_QUEUE = "balance.response.portfolio"


def now():
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def show(method, properties, body):
    kept = {name: value for name, value in vars(properties).items() if value is not None}
    print(json.dumps({"routing_key": method.routing_key, "properties": kept, "body": body.decode("utf-8")}), flush=True)


def take(channel, queue, count, handle):
    """Hands over `count` messages and acknowledges each."""
    for method, properties, body in channel.consume(queue, inactivity_timeout=10):
        if method is None:
            sys.exit(3)
        handle(method, properties, body)
        channel.basic_ack(method.delivery_tag)
        count -= 1
        if count == 0:
            break
    channel.cancel()


def ask(channel, args):
    queue = SHARED_QUEUE
    if args.reply_to is not None:
        queue = channel.queue_declare("", exclusive=True).method.queue
        channel.queue_bind(queue, RESPONSES, args.reply_to)
    for user in args.users:
        correlation_id = str(uuid.uuid4())
        request = {"correlation_id": correlation_id, "user_id": user, "requested_by": "a client in Python", "timestamp": now()}
        properties = pika.BasicProperties(
            content_type="application/json", delivery_mode=2, correlation_id=correlation_id, reply_to=args.reply_to
        )
        channel.basic_publish(REQUESTS, REQUEST_QUEUE, json.dumps(request), properties, mandatory=True)
    take(channel, queue, len(args.users), show)


def answer(channel, args):
    def respond(method, properties, body):
        show(method, properties, body)
        request = json.loads(body)
        response = {
            "correlation_id": request["correlation_id"],
            "user_id": request["user_id"],
            "balance": args.balance,
            "currency": "USD",
            "success": True,
            "timestamp": now(),
        }
        answered = pika.BasicProperties(content_type="application/json", correlation_id=properties.correlation_id)
        channel.basic_publish(RESPONSES, properties.reply_to or SHARED_QUEUE, json.dumps(response), answered, mandatory=True)

    print("ready", flush=True)
    take(channel, REQUEST_QUEUE, args.count, respond)


def send(channel, _args):
    for line in sys.stdin:
        message = json.loads(line)
        properties = pika.BasicProperties(delivery_mode=2, **message.get("properties", {}))
        channel.basic_publish(REQUESTS, REQUEST_QUEUE, base64.b64decode(message["body"]), properties, mandatory=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    commands = parser.add_subparsers(required=True)
    asking = commands.add_parser("ask")
    asking.add_argument("--reply-to")
    asking.add_argument("users", type=int, nargs="+")
    asking.set_defaults(run=ask)
    answering = commands.add_parser("answer")
    answering.add_argument("balance")
    answering.add_argument("count", type=int)
    answering.set_defaults(run=answer)
    commands.add_parser("send").set_defaults(run=send)
    args = parser.parse_args()

    connection = pika.BlockingConnection(pika.URLParameters(args.url))
    channel = connection.channel()
    channel.confirm_delivery()  # from here on, what reaches no queue raises
    args.run(channel, args)
    connection.close()


main()
