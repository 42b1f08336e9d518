"""Couriers take finished mails away: by SMTP, Microsoft Graph, the local sendmail, or into a folder.

A courier answers for one mail and one recipient at a time. It raises `TransportDown` only from `open`, before any mail was
touched; whatever happens while sending is an answer.
"""

from auditor.couriers.answers import Courier, Deferred, Doubtful, Refused, Sent, Transport, TransportDown
from auditor.couriers.choice import courier_for

__all__ = ["Courier", "Deferred", "Doubtful", "Refused", "Sent", "Transport", "TransportDown", "courier_for"]
