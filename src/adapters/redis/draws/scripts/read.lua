--[[
Reads accounts.

KEYS[…]  account  hash: n, day, day_n, wins, r:<request_id>

ARGV[…]  one for each account: a request id

Returns  for each account n, day, day_n, wins and r:<request_id>, each nil where there is none; an error for one
         that is no hash
]]
local accounts = {}
for i, key in ipairs(KEYS) do
  accounts[i] = redis.pcall('HMGET', key, 'n', 'day', 'day_n', 'wins', 'r:' .. ARGV[i])
end
return accounts
