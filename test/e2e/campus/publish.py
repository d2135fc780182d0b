"""Publishes one body as an event, knowing only what stands on the wire: Python with pika, none of our code.

    publish.py URL EXCHANGE ROUTING_KEY COUNT
        Publishes what it reads COUNT times, each time under a message id of its own. Fails where a message reaches no queue.
"""

import sys
import uuid

import pika

url, exchange, routing_key, count = sys.argv[1:]
body = sys.stdin.buffer.read()

connection = pika.BlockingConnection(pika.URLParameters(url))
channel = connection.channel()
channel.confirm_delivery()  # what reaches no queue raises
for _ in range(int(count)):
    properties = pika.BasicProperties(content_type="application/json", delivery_mode=2, message_id=str(uuid.uuid4()))
    channel.basic_publish(exchange, routing_key, body, properties, mandatory=True)
connection.close()
