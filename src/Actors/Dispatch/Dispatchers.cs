using System.Collections.Concurrent;
using Helios.Actors.Configuration;

namespace Helios.Actors.Dispatch;

/// <summary>The dispatchers of a system, by the id that a configuration block bears.</summary>
public sealed class Dispatchers
{
    /// <summary>The id of the default.</summary>
    public static readonly string DefaultDispatcherId = "akka.actor.default-dispatcher";

    internal const string CallingThreadDispatcherId = "akka.test.calling-thread-dispatcher";

    private readonly ConcurrentDictionary<string, MessageDispatcher> _known = new(StringComparer.Ordinal);
    private readonly Settings _settings;
    private readonly MessageDispatcher? _onlyOne;

    internal Dispatchers(Settings settings, MessageDispatcher? onlyOne)
    {
        _settings = settings;
        _onlyOne = onlyOne;
        DefaultGlobalDispatcher = onlyOne
            ?? new ThreadPoolDispatcher(DefaultDispatcherId, settings.Config.GetInt(DefaultDispatcherId + ".throughput", MessageDispatcher.DefaultThroughput));
    }

    /// <summary>The default.</summary>
    public MessageDispatcher DefaultGlobalDispatcher { get; }

    /// <summary>True when the id is known or configured.</summary>
    public bool HasDispatcher(string id)
        => id == DefaultDispatcherId || id == CallingThreadDispatcherId || _settings.Config.HasPath(id);

    /// <summary>The dispatcher of that id.</summary>
    /// <exception cref="ConfigurationException">The block is missing or names no type of dispatcher.</exception>
    public MessageDispatcher Lookup(string id)
        => _onlyOne ?? (string.IsNullOrEmpty(id) || id == DefaultDispatcherId
            ? DefaultGlobalDispatcher
            : _known.GetOrAdd(id, static (key, self) => self.Make(key), this));

    internal void Shutdown()
    {
        foreach (MessageDispatcher dispatcher in _known.Values)
        {
            dispatcher.Shutdown();
        }

        DefaultGlobalDispatcher.Shutdown();
    }

    private MessageDispatcher Make(string id)
    {
        if (id == CallingThreadDispatcherId)
        {
            return new CallingThreadDispatcher(id);
        }

        Config block = _settings.Config.GetConfig(id)
            ?? throw new ConfigurationException($"dispatcher '{id}' is not configured");
        int throughput = block.GetInt("throughput", MessageDispatcher.DefaultThroughput);
        string type = block.GetString("type", "Dispatcher");
        return type switch
        {
            "Dispatcher" or "TaskDispatcher" or "ForkJoinDispatcher" => new ThreadPoolDispatcher(id, throughput),
            "PinnedDispatcher" => new PinnedDispatcher(id, throughput),
            _ when type.Contains(nameof(CallingThreadDispatcher), StringComparison.Ordinal) => new CallingThreadDispatcher(id),
            _ => throw new ConfigurationException($"{id}.type: '{type}' is no dispatcher: use Dispatcher, PinnedDispatcher or CallingThreadDispatcher"),
        };
    }
}
