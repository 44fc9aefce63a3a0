--[[
Reads accounts.

KEYS[…]  account  hash: n, day, day_n, wins, r:<request_id>

ARGV[…]  a request id for each account

Returns  for each account: n, day, day_n, wins and r:<request_id>, nil for each field that is missing; an error if
         the key is not a hash
]]
local accounts = {}
for i, key in ipairs(KEYS) do
  accounts[i] = redis.pcall('HMGET', key, 'n', 'day', 'day_n', 'wins', 'r:' .. ARGV[i])
end
return accounts
