--[[
What a draw does to an account, be it in the root or in a segment. The draws come as one argument, because each argument
costs the client more than a text in a JSON array does. `at`: where those of a draw begin, as the header of
scripts/commit.lua has them.
]]
local args = cjson.decode(ARGV[4])

local DAY_MS = 86400000
local ANCIENT = 100

-- What the caller is to get where nothing may be recorded: the account is not as it was when the draw was decided, or has
-- the draw already. Else nil, and since when its request ids are collected.
local function conflict(account_key, older_key, wins_key, log_key, at)
  local request = 'r:' .. args[at + 2]
  local account = redis.call('HMGET', account_key, 's', 'c', request, 'g')
  local is_known = account[3] or (args[at + 5] ~= '' and redis.call('HGET', older_key, request))
  if is_known or (account[1] or '') ~= args[at] or (account[2] or '') ~= args[at + 1] then
    return { 'conflict', read_account(account_key, older_key, wins_key, log_key, args[at + 2]) }
  end
  return nil, account[4]
end

-- Begins a new generation of request ids, if the present one has the last 100 and those of the last 24 hours.
local function turn_over(account_key, older_key, since, now)
  since = tonumber(since)
  if not since then
    redis.call('HSET', account_key, 'g', now)
  elseif now - since >= DAY_MS and redis.call('HLEN', account_key) >= ANCIENT + 4 then
    local counts, first = unpack(redis.call('HMGET', account_key, 'c', 'w'))
    redis.call('RENAME', account_key, older_key)
    redis.call('HDEL', older_key, 's', 'c', 'w', 'g')
    redis.call('HSET', account_key, 'g', now)
    if counts then redis.call('HSET', account_key, 'c', counts) end
    if first then redis.call('HSET', account_key, 'w', first) end
  end
end

-- Records in an account what a draw won, after the log has it. `before`: the numbers of wins that it had.
local function add_win(account_key, wins_key, before, state, counts, request, seq, win)
  if before == '' then
    redis.call('HSET', account_key, 's', state, 'c', counts, request, seq, 'w', win)
    return
  end
  redis.call('HSET', account_key, 's', state, 'c', counts, request, seq)
  -- A key of another type must not leave the book behind the log; an audit finds that the win is missing in the list.
  redis.pcall('RPUSH', wins_key, win)
end

-- What `commit` returns for a draw. A key of another type, or a text in it that no program has written, must not end the
-- script: the draws before this one are in the log, and the book has to say so.
local function committed(commit, key, at)
  local is_done, reply = pcall(commit, key, at)
  if is_done then return reply end
  return redis.error_reply(type(reply) == 'table' and reply.err or 'ERR ' .. reply)
end
