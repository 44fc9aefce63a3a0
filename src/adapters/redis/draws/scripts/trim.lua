--[[
Removes entries of a log that are archived.

KEYS[1]  log  stream: <seq>-0 → e (the entry)

ARGV[1]  the number of the entry at the cursor of the archive
ARGV[2]  that entry: where the log has another one, it is of another history, and nothing is removed
ARGV[3]  the number below which entries go; at most that of ARGV[1]
ARGV[4]  how many entries go at most

Returns  how many were removed; -1 if the log has another entry at the cursor
]]
local at = redis.call('XRANGE', KEYS[1], ARGV[1] .. '-0', ARGV[1] .. '-0')[1]
if not at or at[2][2] ~= ARGV[2] then return -1 end
-- Whole nodes of some 100 entries, which costs next to nothing.
return redis.call('XTRIM', KEYS[1], 'MINID', '~', ARGV[3] .. '-0', 'LIMIT', ARGV[4])
