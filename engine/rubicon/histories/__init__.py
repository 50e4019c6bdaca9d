"""What a timeline, a backtest and a comparison come to, before they are worded. Values only."""
