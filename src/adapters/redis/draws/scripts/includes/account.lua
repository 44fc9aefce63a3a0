--[[
An account: a hash with
  s               the packed state; missing: no account
  c               the packed numbers of wins; missing: none
  r:<request id>  the number of the draw's entry in the log
  g               since when these request ids are collected, from the 100th draw on

Returns  s, c, the latest 50 wins, the number and the text of the entry of the draw with this request id; nil for what
         there is not
]]
local function read_account(account_key, older_key, wins_key, log_key, request)
  local account = redis.call('HMGET', account_key, 's', 'c', 'r:' .. request)
  local wins = account[2] and redis.call('LRANGE', wins_key, -50, -1) or {}
  local seq = request ~= '' and (account[3] or redis.call('HGET', older_key, 'r:' .. request))
  local entry = seq and redis.call('XRANGE', log_key, seq .. '-0', seq .. '-0')[1]
  return { account[1], account[2], wins, seq, entry and entry[2][2] or false }
end
