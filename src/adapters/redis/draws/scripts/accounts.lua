--[[
Reads accounts for an audit.

KEYS[…]  two for each account: the account (see includes/account.lua), its wins

Returns  for each account: its s and c (nil where there is none), the latest 50 wins, how many are kept
]]
local replies = {}
for i = 1, #KEYS, 2 do
  local account = redis.call('HMGET', KEYS[i], 's', 'c')
  local kept = redis.call('LLEN', KEYS[i + 1])
  local wins = kept > 0 and redis.call('LRANGE', KEYS[i + 1], -50, -1) or {}
  replies[#replies + 1] = { account[1], account[2], wins, kept }
end
return replies
