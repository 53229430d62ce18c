using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.FileProviders.Physical;
using Microsoft.Extensions.Primitives;

namespace Helios.Hocon.Configuration;

/// <summary>Loads a HOCON file into flat keys, <c>a:b:0</c>, as all configuration providers do.</summary>
public sealed class HoconConfigurationProvider : FileConfigurationProvider
{
    private readonly HoconConfigurationSource _source;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, PhysicalFileProvider> _watchers = [];
    private readonly List<IDisposable> _watches = [];
    private readonly Timer _reload;
    private bool _isLoaded;
    private bool _isDisposed;

    /// <summary>A provider for one source.</summary>
    public HoconConfigurationProvider(HoconConfigurationSource source)
        : base(source)
    {
        _source = source;
        _reload = new Timer(_ => Load());
    }

    /// <summary>Reads the file; the stream is its content.</summary>
    /// <exception cref="HoconException">The first content is refused. A later one is handed to <see cref="HoconConfigurationSource.OnRefused"/>.</exception>
    public override void Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        lock (_gate)
        {
            try
            {
                HoconDocument document = Parse(bytes);
                Data = Flatten(document.Root);
                _isLoaded = true;
                Watch(document.Files);
            }
            catch (HoconException refusal) when (_isLoaded)
            {
                _source.OnRefused?.Invoke(refusal);
            }
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        lock (_gate)
        {
            _isDisposed = true;
            StopWatching();
            foreach (PhysicalFileProvider watcher in _watchers.Values)
            {
                watcher.Dispose();
            }

            _watchers.Clear();
        }

        _reload.Dispose();
        base.Dispose(disposing);
    }

    private static Dictionary<string, string?> Flatten(HoconObject root)
    {
        Dictionary<string, string?> flat = new(StringComparer.OrdinalIgnoreCase);
        foreach (HoconField field in root)
        {
            Add(flat, field.Key, field.Value);
        }

        return flat;
    }

    private static void Add(Dictionary<string, string?> flat, string key, HoconValue value)
    {
        switch (value)
        {
            case HoconObject { Count: > 0 } fields:
                foreach (HoconField field in fields)
                {
                    Add(flat, ConfigurationPath.Combine(key, field.Key), field.Value);
                }

                return;
            case HoconArray { Count: > 0 } items:
                for (int i = 0; i < items.Count; i++)
                {
                    Add(flat, ConfigurationPath.Combine(key, i.ToString(CultureInfo.InvariantCulture)), items[i]);
                }

                return;
        }

        // HOCON minds the case of keys and configuration does not, so two different settings could become one.
        string? text = value switch
        {
            HoconScalar { Kind: not HoconKind.Null } scalar => scalar.Text,
            HoconArray => "",
            _ => null,
        };
        if (!flat.TryAdd(key, text))
        {
            throw new HoconException([new HoconFault(value.Origin, $"{key} is set twice, with keys that differ only in case; configuration keys have no case")]);
        }
    }

    private HoconDocument Parse(MemoryStream bytes)
    {
        IFileInfo? file = _source.FileProvider?.GetFileInfo(_source.Path ?? "");
        string? physical = file?.PhysicalPath;
        HoconOptions options = _source.Options with { BaseDirectory = Path.GetDirectoryName(physical) };
        return HoconParser.Parse(bytes.GetBuffer().AsSpan(0, (int)bytes.Length), options, _source.Path ?? "configuration");
    }

    // The base class watches the file itself; what it includes is watched here.
    private void Watch(ImmutableArray<string> files)
    {
        StopWatching();
        if (!_source.ReloadOnChange || _isDisposed)
        {
            return;
        }

        foreach (string file in files)
        {
            string? directory = Path.GetDirectoryName(file);
            if (directory is null || !Directory.Exists(directory))
            {
                continue;
            }

            if (!_watchers.TryGetValue(directory, out PhysicalFileProvider? watcher))
            {
                watcher = new PhysicalFileProvider(directory, ExclusionFilters.None);
                _watchers.Add(directory, watcher);
            }

            _watches.Add(ChangeToken.OnChange(() => watcher.Watch(Path.GetFileName(file)), LoadSoon));
        }
    }

    // An editor writes a file in several steps; wait as long as the base class does. No lock here: whoever stops watching holds it and
    // waits for this callback.
    private void LoadSoon()
    {
        try
        {
            _reload.Change(_source.ReloadDelay, Timeout.Infinite);
        }
        catch (ObjectDisposedException)
        {
            // The configuration went away while the file changed.
        }
    }

    private void StopWatching()
    {
        foreach (IDisposable watch in _watches)
        {
            watch.Dispose();
        }

        _watches.Clear();
    }
}
