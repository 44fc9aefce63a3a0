--[[
What stops a write. The book is the first key of each script that writes: a hash with
  format       '2', from the first write on
  seq          the number of the latest entry of the log
  halted       the highest number that was acknowledged, where this part of the record has gone back, or -1 where another
               one has; draws stop until that is accepted
  epoch        when the record began or a loss was last accepted, in milliseconds since the epoch of Unix; the same in all
               parts, and there before the first account
  accepted     '1' where it began with such a loss
  seen_epoch   where this part has gone back, the latest epoch that a process knew: the next one is later
  seed         the number of the current seed while it is secret; seed_tag: what it is recognised by
  won:<prize>  the number of awards of a prize; spent: what all cost together, in whole cents
  rules        the number of the latest set of rules
  segments     how many the activity has: in the root's book, and in those of the segments before it is in that
]]
local FORMAT = '2'

-- Notes that the record has gone back behind entry `seen`. Returns the error for the caller.
local function gone_back(book_key, halted, seen)
  local highest = math.max(tonumber(halted or '0'), seen)
  redis.call('HSET', book_key, 'halted', string.format('%.0f', highest))
  return redis.error_reply('CMSHALTED ' .. string.format('%.0f', highest))
end

-- Whether the caller knows this epoch. Returns nil if it does, 'stale' if a loss was accepted since, else an error: this
-- one is lost or is an older one, or the record that the caller knows was lost and another one was begun.
local function other_epoch(book_key, seq, halted, epoch, known)
  if epoch == known then return nil end
  local is_later = epoch and tonumber(epoch) > tonumber(known)
  if is_later and redis.call('HGET', book_key, 'accepted') then return 'stale' end
  return gone_back(book_key, halted, tonumber(seq or '0'))
end

-- Why nothing may be written, as an error; nil if it may. `seen`: the highest number that was acknowledged to the caller.
local function refusal(book_key, seen, format, seq, halted)
  if seq and format ~= FORMAT then return redis.error_reply('CMSFORMAT') end
  seen = tonumber(seen)
  if tonumber(seq or '0') < seen and tonumber(halted or '-1') < seen then return gone_back(book_key, halted, seen) end
  if halted then return redis.error_reply('CMSHALTED ' .. halted) end
end
