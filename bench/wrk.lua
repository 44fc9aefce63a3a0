-- The requests that wrk sends, selected by BENCH_MODE, and its report: one line of JSON. See load.ts.
local mode = os.getenv('BENCH_MODE')
local path = os.getenv('BENCH_PATH')
local tag = os.getenv('BENCH_TAG')
-- Enough that two requests rarely choose the same one, and few enough that the warm-up loads all of them.
local few = tonumber(os.getenv('BENCH_FEW'))
local count = 0
local tokens = mode == 'signed' and io.open(os.getenv('BENCH_TOKENS'))

math.randomseed(os.time())

local function separator()
  return path:find('?', 1, true) and '&' or '?'
end

local kinds = {
  -- Always the same request.
  same = function()
    return wrk.format('GET', path)
  end,
  -- Always the same request, as the page sends it.
  post = function()
    return wrk.format('POST', path, { ['Content-Type'] = 'application/json' }, '{"activity_id":"small"}')
  end,
  -- A user among few.
  user = function()
    return wrk.format('GET', path .. separator() .. 'token=demo-u' .. math.random(few) .. '@1000')
  end,
  -- Users in turn, more than a cache in the process holds.
  turn = function()
    count = count % few + 1
    return wrk.format('GET', path .. separator() .. 'token=demo-t' .. count .. '@1000')
  end,
  -- A new user for each request.
  new = function()
    count = count + 1
    return wrk.format('GET', path .. separator() .. 'token=demo-' .. tag .. '-' .. count .. '@1000')
  end,
  -- The next signed token of a file, in which all lines have one length.
  signed = function()
    local token = tokens:read('*l')
    if not token then
      -- The end of the file: load.ts counts, and reports it.
      token = 'none'
    end
    return wrk.format('GET', path .. separator() .. 'token=' .. token)
  end,
  -- An activity among few.
  activity = function()
    return wrk.format('GET', path .. separator() .. 'activity_id=a' .. math.random(few))
  end,
  -- A draw of a user among few.
  draw = function()
    count = count + 1
    local body = '{"activity_id":"draw","token":"demo-u' .. math.random(few) .. '@1000","request_id":"' .. tag .. '-' .. count .. '"}'
    return wrk.format('POST', path, { ['Content-Type'] = 'application/json' }, body)
  end,
}

if tokens then
  local width = #tokens:read('*l') + 1
  tokens:seek('set', width * tonumber(os.getenv('BENCH_TOKENS_USED')))
end

request = kinds[mode]

function done(summary, latency)
  local seconds = summary.duration / 1e6
  local errors = summary.errors
  io.write(string.format(
    '{"perSecond":%.1f,"p50":%.3f,"p99":%.3f,"requests":%d,"failed":%d}\n',
    summary.requests / seconds,
    latency:percentile(50) / 1000,
    latency:percentile(99) / 1000,
    summary.requests,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout
  ))
end
