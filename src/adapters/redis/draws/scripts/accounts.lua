--[[
Reads accounts for an audit. A key of another type counts as none, so that the audit finds whose it is.

KEYS[…]  two for each account: the account (see includes/account.lua), its wins

Returns  for each account: its s and c (nil where there is none), the latest 50 wins, how many are kept
]]
local replies = {}
for i = 1, #KEYS, 2 do
  local account = redis.pcall('HMGET', KEYS[i], 's', 'c', 'w')
  if account.err then account = { false, false, false } end
  local kept = redis.pcall('LLEN', KEYS[i + 1])
  local wins = type(kept) == 'number' and latest_wins(account[3], KEYS[i + 1]) or {}
  kept = type(kept) == 'number' and kept + (account[3] and 1 or 0) or 0
  replies[#replies + 1] = { account[1], account[2], wins, kept }
end
return replies
