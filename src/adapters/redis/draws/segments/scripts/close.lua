--[[
Lets a segment record no more draws under a seed and those before it.

KEYS[1]  book  of the segment; see ../scripts/includes/book.lua; closed: the number of the latest seed that is closed

ARGV[1]  the highest number that was acknowledged to the caller
ARGV[2]  number of the seed
ARGV[3]  the epoch of the caller

Returns  an error if nothing may be recorded, else 1
]]
local format, seq, halted, epoch, closed =
  unpack(redis.call('HMGET', KEYS[1], 'format', 'seq', 'halted', 'epoch', 'closed'))
local refused = refusal(KEYS[1], ARGV[1], format, seq, halted)
if refused then return refused end
local other = other_epoch(KEYS[1], seq, halted, epoch, ARGV[3])
if other == 'stale' then return redis.error_reply('CMSSTALE') end
if other then return other end
if tonumber(closed or '0') < tonumber(ARGV[2]) then redis.call('HSET', KEYS[1], 'closed', ARGV[2]) end
return 1
