-- Milliseconds since the epoch, by the clock of this Redis: those of the callers may differ.
local function now_ms()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
