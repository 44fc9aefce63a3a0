--[[
Accepts that a record has gone back, so that it is written again. Lost numbers are not given twice.

KEYS[1]  book   see includes/book.lua
KEYS[2]  log    stream: <seq>-0 → e (the entry)

ARGV[1]  time, for the entry

Returns  the first and the last number that were lost; an empty list if the record is not halted
]]
local seq, halted = unpack(redis.call('HMGET', KEYS[1], 'seq', 'halted'))
if not halted then return {} end
seq = tonumber(seq or '0')
local last = math.max(seq, tonumber(halted))
redis.call('XADD', KEYS[2], (last + 1) .. '-0', 'e', 'l' .. ARGV[1] .. ',' .. seq)
redis.call('HSET', KEYS[1], 'seq', last + 1)
redis.call('HDEL', KEYS[1], 'halted')
return { seq + 1, last }
