--[[
What stops a write. The book is the first key of each script that writes: a hash with
  format       '2', from the first write on
  seq          the number of the latest entry of the log
  halted       the highest number that was acknowledged, where the record has gone back; draws stop until it is accepted
  accepted     how often that was accepted
  seed         the number of the current seed while it is secret; seed_tag: what it is recognised by
  won:<prize>  the number of awards of a prize; spent: what all cost together, in whole cents
  rules        the number of the latest set of rules
  segments     how many the activity has: in the root's book and in those of the segments
]]
local FORMAT = '2'

-- Notes that the record has gone back behind entry `seen`. Returns the error for the caller.
local function gone_back(book_key, halted, seen)
  local highest = math.max(tonumber(halted or '0'), seen)
  redis.call('HSET', book_key, 'halted', string.format('%.0f', highest))
  return redis.error_reply('CMSHALTED ' .. string.format('%.0f', highest))
end

-- Why nothing may be written, as an error; nil if it may. `seen`: the highest number that was acknowledged to the caller.
local function refusal(book_key, seen, format, seq, halted)
  if seq and format ~= FORMAT then return redis.error_reply('CMSFORMAT') end
  seen = tonumber(seen)
  if tonumber(seq or '0') < seen and tonumber(halted or '-1') < seen then return gone_back(book_key, halted, seen) end
  if halted then return redis.error_reply('CMSHALTED ' .. halted) end
end
