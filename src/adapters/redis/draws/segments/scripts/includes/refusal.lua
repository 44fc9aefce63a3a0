-- Why no units may be moved, as an error; nil if they may. `seen`: the highest step that was acknowledged to the caller;
-- `known`: its epoch.
local function units_refusal(book_key, units_key, seen, known)
  local format, seq, halted, epoch = unpack(redis.call('HMGET', book_key, 'format', 'seq', 'halted', 'epoch'))
  if seq and format ~= FORMAT then return redis.error_reply('CMSFORMAT') end
  if halted then return redis.error_reply('CMSHALTED ' .. halted) end
  local other = other_epoch(book_key, seq, halted, epoch, known)
  if other == 'stale' then return redis.error_reply('CMSSTALE') end
  if other or tonumber(redis.call('HGET', units_key, 'step') or '0') >= tonumber(seen) then return other end
  redis.call('HSET', units_key, 'step', seen)
  return gone_back(book_key, halted, tonumber(seq or '0'))
end
