"""What the law owes the person: who opened their file and why, and somebody who looks at accesses out of pattern."""
