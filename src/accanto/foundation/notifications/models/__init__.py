from accanto.foundation.notifications.models.notification import Notification

__all__ = ["Notification"]
