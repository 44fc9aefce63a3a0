--[[
Reads accounts of one activity.

KEYS[1]   book   see includes/book.lua
KEYS[2]   log    stream: <seq>-0 → e (the entry)
KEYS[3…]  three for each account: the account, its older request ids, its wins

ARGV[…]   the digest of a request id for each account, or empty

Returns  an error if the record is of an earlier program, else: the number of the latest entry and how many segments there
         are (nil: none yet), and for each account what includes/account.lua returns; an error if a key is of another type
]]
local seq, segments, format = unpack(redis.call('HMGET', KEYS[1], 'seq', 'segments', 'format'))
if seq and format ~= FORMAT then return redis.error_reply('CMSFORMAT') end
local replies = { seq, segments }
for i, request in ipairs(ARGV) do
  local key = 3 * i
  local is_read, account = pcall(read_account, KEYS[key], KEYS[key + 1], KEYS[key + 2], KEYS[2], request)
  replies[i + 2] = is_read and account or redis.error_reply('ERR not an account')
end
return replies
