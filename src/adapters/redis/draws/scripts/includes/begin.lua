-- Begins a record that has no epoch. Returns the epoch.
local function begin(book_key)
  local epoch = string.format('%.0f', now_ms())
  redis.call('HSET', book_key, 'epoch', epoch, 'format', FORMAT)
  return epoch
end
