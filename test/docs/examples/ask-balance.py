"""Asks for a user's balance and prints the answer: ask-balance.py URL USER"""

import json
import sys
import uuid
from datetime import datetime, timezone

import pika

url, user = sys.argv[1], int(sys.argv[2])
connection = pika.BlockingConnection(pika.URLParameters(url))
channel = connection.channel()
channel.confirm_delivery()

# A queue of its own, reached under an address that the worker allows.
address = f"balance.response.python.{uuid.uuid4().hex}"
queue = channel.queue_declare("", exclusive=True).method.queue
channel.queue_bind(queue, "balance.response.exchange", address)

request = {
    "correlation_id": str(uuid.uuid4()),
    "user_id": user,
    "requested_by": "a client in Python",
    "timestamp": datetime.now(timezone.utc).isoformat(),
}
properties = pika.BasicProperties(
    content_type="application/json", delivery_mode=1, reply_to=address, correlation_id=request["correlation_id"]
)
channel.basic_publish("balance.request.exchange", "balance.request", json.dumps(request), properties, mandatory=True)

for method, _, body in channel.consume(queue, inactivity_timeout=5):
    answer = json.loads(body) if method else sys.exit("no answer within 5 seconds")
    if answer["correlation_id"] != request["correlation_id"]:
        continue
    channel.basic_ack(method.delivery_tag)
    print(answer["balance"] if answer["success"] else answer["error"])
    break
connection.close()
