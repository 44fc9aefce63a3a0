--[[
Fixes over how many segments an activity's accounts are spread, unless it is fixed.

KEYS[1]  book  of the root; see ../scripts/includes/book.lua; segments: how many

ARGV[1]  the highest number that was acknowledged to the caller
ARGV[2]  how many, if it is not fixed

Returns  an error if nothing may be recorded, else how many it has
]]
local format, seq, halted, segments = unpack(redis.call('HMGET', KEYS[1], 'format', 'seq', 'halted', 'segments'))
local refused = refusal(KEYS[1], ARGV[1], format, seq, halted)
if refused then return refused end
if segments then return tonumber(segments) end
redis.call('HSET', KEYS[1], 'segments', ARGV[2], 'format', FORMAT)
return tonumber(ARGV[2])
