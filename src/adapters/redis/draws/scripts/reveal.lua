--[[
Marks a seed as revealed.

KEYS[1]  book   see includes/book.lua
KEYS[2]  seeds  hash: <no> → secret, <no>:revealed_at → milliseconds

ARGV[1]  number of the seed
ARGV[2]  milliseconds since the epoch, the time of revealing; ignored if the seed is already revealed
ARGV[3]  the highest number that was acknowledged to the caller

Returns  an error if the record is halted, else: secret, revealed_at; an empty list if there is no such seed
]]
local format, seq, halted, seed = unpack(redis.call('HMGET', KEYS[1], 'format', 'seq', 'halted', 'seed'))
local refused = refusal(KEYS[1], ARGV[3], format, seq, halted)
if refused then return refused end
local secret = redis.call('HGET', KEYS[2], ARGV[1])
if not secret then return {} end
redis.call('HSETNX', KEYS[2], ARGV[1] .. ':revealed_at', ARGV[2])
if seed == ARGV[1] then redis.call('HDEL', KEYS[1], 'seed', 'seed_tag') end
return { secret, redis.call('HGET', KEYS[2], ARGV[1] .. ':revealed_at') }
