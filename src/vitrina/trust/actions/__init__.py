"""What people and staff do about trust: report, judge, appeal, claim a copyright."""
