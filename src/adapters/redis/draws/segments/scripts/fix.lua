--[[
Fixes over how many segments an activity's accounts are spread, unless it is fixed. With several, the caller opens each
of them and calls this again.

KEYS[1]  book  of the root; see ../scripts/includes/book.lua; opening: how many segments are being opened

ARGV[1]  the highest number that was acknowledged to the caller
ARGV[2]  how many, if it is not fixed
ARGV[3]  the epoch in which the caller has opened all segments; empty: it has not

Returns  an error if nothing may be recorded, else how many there are; and where they are to be opened the epoch, and '1'
         if it began with an accepted loss
]]
local format, seq, halted, epoch, segments, opening =
  unpack(redis.call('HMGET', KEYS[1], 'format', 'seq', 'halted', 'epoch', 'segments', 'opening'))
local refused = refusal(KEYS[1], ARGV[1], format, seq, halted)
if refused then return refused end
if segments then return { segments } end
epoch, opening = epoch or begin(KEYS[1]), opening or ARGV[2]
if opening == '1' or epoch == ARGV[3] then
  redis.call('HDEL', KEYS[1], 'opening')
  redis.call('HSET', KEYS[1], 'segments', opening)
  return { opening }
end
redis.call('HSET', KEYS[1], 'opening', opening)
return { opening, epoch, redis.call('HGET', KEYS[1], 'accepted') or '' }
