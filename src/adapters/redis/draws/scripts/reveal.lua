--[[
Marks a seed as revealed.

KEYS[1]  book   hash: seed (the number of the current seed while it is secret)
KEYS[2]  seeds  hash: <no> → secret, <no>:revealed_at → milliseconds

ARGV[1]  number of the seed
ARGV[2]  milliseconds since the epoch, the time of revealing; ignored if the seed is already revealed

Returns  secret, revealed_at; an empty list if there is no such seed
]]
local secret = redis.call('HGET', KEYS[2], ARGV[1])
if not secret then return {} end
redis.call('HSETNX', KEYS[2], ARGV[1] .. ':revealed_at', ARGV[2])
if redis.call('HGET', KEYS[1], 'seed') == ARGV[1] then redis.call('HDEL', KEYS[1], 'seed') end
return { secret, redis.call('HGET', KEYS[2], ARGV[1] .. ':revealed_at') }
