--[[
Opens a segment. One that is open is left as it is.

KEYS[1]  book  of the segment; see ../scripts/includes/book.lua

ARGV[1]  the highest number that was acknowledged to the caller
ARGV[2]  the epoch of the root
ARGV[3]  '1' if it began with an accepted loss, or empty
ARGV[4]  how many segments the activity has

Returns  an error if nothing may be recorded, or the segment is of another epoch; else 1
]]
local format, seq, halted, epoch = unpack(redis.call('HMGET', KEYS[1], 'format', 'seq', 'halted', 'epoch'))
local refused = refusal(KEYS[1], ARGV[1], format, seq, halted)
if refused then return refused end
if not epoch then
  redis.call('HSET', KEYS[1], 'epoch', ARGV[2], 'segments', ARGV[4], 'format', FORMAT)
  if ARGV[3] ~= '' then redis.call('HSET', KEYS[1], 'accepted', ARGV[3]) end
  return 1
end
local other = other_epoch(KEYS[1], seq, halted, epoch, ARGV[2])
if other == 'stale' then return redis.error_reply('CMSSTALE') end
return other or 1
