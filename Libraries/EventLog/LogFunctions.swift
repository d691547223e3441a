/// The Redis functions that change a book's log, in one library.
///
/// A function does not roll back, so each makes all its checks before its first write. The library's name carries a
/// version: while an old and a new release run side by side, each finds its own.
enum LogFunctions {
    static let library = "bullion_2"
    static let commit: StaticString = "bullion_commit_2"
    static let acquire: StaticString = "bullion_acquire_2"
    static let renew: StaticString = "bullion_renew_2"
    static let release: StaticString = "bullion_release_2"
    static let restore: StaticString = "bullion_restore_2"

    /// Loads the library unless the server holds just this text already.
    static func load(on connection: inout RedisConnection) throws(RedisError) {
        let listed = try connection.send("FUNCTION", "LIST", "LIBRARYNAME", library, "WITHCODE")
        let texts = (listed.elements ?? []).flatMap { $0.elements ?? [] }.compactMap(\.text)
        if texts.contains(code) { return }
        _ = try connection.send("FUNCTION", "LOAD", "REPLACE", code)
    }

    static let code = """
        #!lua name=\(library)

        local function offset_of(id) return string.sub(id, 3) end

        local function ring(bell, id)
          -- A bell that refuses must not stop what has begun: its readers look at the log before long in any case.
          redis.pcall('XADD', bell, 'MAXLEN', '~', '1', id, 'x', '')
        end

        -- keys: service, log, snapshot, bells...
        -- args: epoch, cursor, count, new cursor, snapshot's offset ('' for none), snapshot,
        --       then for each output: its bell's number, kind, v, at, by, cause, trace, body
        local function commit(keys, args)
          local state = redis.call('HMGET', keys[1], 'epoch', 'cursor', 'count')
          local epoch, cursor, count = state[1] or '0', state[2] or '', state[3] or '0'
          if epoch ~= args[1] then return {'FENCED', epoch} end
          if cursor ~= args[2] or count ~= args[3] then return {'STALE', cursor, count} end
          local first, last = '0', '0'
          local nextcount = string.format('%d', args[3] + 1)
          if #args > 6 then
            local time = redis.call('TIME')
            local rec = time[1] .. string.format('%06d000', time[2])
            local rung = {}
            for i = 7, #args, 8 do
              local id = redis.call('XADD', keys[2], '0-*', 'kind', args[i + 1], 'v', args[i + 2], 'at', args[i + 3],
                'rec', rec, 'by', args[i + 4], 'cause', args[i + 5], 'trace', args[i + 6], 'body', args[i + 7])
              rung[tonumber(args[i])] = id
              last = offset_of(id)
              if i == 7 then first = last end
            end
            for i = 4, #keys do ring(keys[i], rung[i - 3]) end
            redis.call('HSET', keys[1], 'cursor', args[4], 'count', nextcount, 'tip', last)
          else
            redis.call('HSET', keys[1], 'cursor', args[4], 'count', nextcount)
          end
          if args[5] ~= '' then redis.call('HSET', keys[3], 'offset', args[5], 'body', args[6]) end
          return {'OK', first, last}
        end

        -- An epoch is given once, even when the log has lost its last second or everything since: it is the server's time in
        -- microseconds, or one more than the epoch before.
        local function next_epoch(before)
          local time = redis.call('TIME')
          return string.format('%d', math.max(before + 1, time[1] * 1000000 + time[2]))
        end

        -- keys: service, lease; args: instance, milliseconds
        local function acquire(keys, args)
          local holder = redis.call('GET', keys[2])
          if holder and holder ~= args[1] then return {'HELD', holder} end
          local state = redis.call('HMGET', keys[1], 'epoch', 'cursor', 'count', 'tip')
          local before = state[1] or '0'
          local epoch = next_epoch(before)
          redis.call('SET', keys[2], args[1], 'PX', args[2])
          redis.call('HSET', keys[1], 'epoch', epoch)
          return {'OK', epoch, before, state[2] or '', state[3] or '0', state[4] or '0'}
        end

        -- keys: service, lease, heartbeat; args: epoch, instance, milliseconds, sign of life, its milliseconds
        local function renew(keys, args)
          local epoch = redis.call('HGET', keys[1], 'epoch') or '0'
          if epoch ~= args[1] then return {'FENCED', epoch} end
          redis.call('SET', keys[2], args[2], 'PX', args[3])
          redis.call('SET', keys[3], args[4], 'PX', args[5])
          return {'OK'}
        end

        -- keys: service, lease, heartbeat; args: epoch
        local function release(keys, args)
          local epoch = redis.call('HGET', keys[1], 'epoch') or '0'
          if epoch ~= args[1] then return {'FENCED', epoch} end
          redis.call('DEL', keys[2], keys[3])
          return {'OK'}
        end

        local function tip_of(log)
          local info = redis.pcall('XINFO', 'STREAM', log)
          if info.err then return '0' end
          for i = 1, #info, 2 do
            if info[i] == 'last-generated-id' then return offset_of(info[i + 1]) end
          end
          return '0'
        end

        -- keys: log, bells...
        -- args: for each entry: its bell's number (0 for none), offset, kind, v, at, rec, by, cause, trace, body
        local function restore(keys, args)
          local tip = tip_of(keys[1])
          local expected = tonumber(args[2])
          if tip ~= '0' and expected ~= tonumber(tip) + 1 then return {'STALE', tip} end
          for i = 1, #args, 10 do
            if tonumber(args[i + 1]) ~= expected then return {'STALE', tip} end
            expected = expected + 1
          end
          local rung = {}
          for i = 1, #args, 10 do
            local id = '0-' .. args[i + 1]
            redis.call('XADD', keys[1], id, 'kind', args[i + 2], 'v', args[i + 3], 'at', args[i + 4],
              'rec', args[i + 5], 'by', args[i + 6], 'cause', args[i + 7], 'trace', args[i + 8], 'body', args[i + 9])
            rung[tonumber(args[i])] = id
          end
          for i = 2, #keys do ring(keys[i], rung[i - 1]) end
          return {'OK'}
        end

        redis.register_function('\(commit)', commit)
        redis.register_function('\(acquire)', acquire)
        redis.register_function('\(renew)', renew)
        redis.register_function('\(release)', release)
        redis.register_function('\(restore)', restore)
        """
}
