using System.Collections.Immutable;

namespace Helios.Hocon;

/// <summary>A bound record together with the file it came from.</summary>
/// <typeparam name="T">The record.</typeparam>
public sealed class HoconBound<T>
{
    private readonly HoconObject _source;
    private readonly string _path;

    internal HoconBound(T value, HoconObject source, string path, ImmutableArray<HoconLint> lints)
    {
        Value = value;
        _source = source;
        _path = path;
        Lints = lints;
    }

    /// <summary>The record.</summary>
    public T Value { get; }

    /// <summary>What is valid and probably not what was meant.</summary>
    public ImmutableArray<HoconLint> Lints { get; }

    /// <summary>
    /// Where the value of a path below the bound object was written. For a key that took its default, the place of the object around it,
    /// which is where it would have to be written.
    /// </summary>
    public HoconOrigin OriginOf(string path) => BoundOrigins.OriginIn(_source, HoconPath.Parse(path));

    /// <summary>A fault of a setting that was found after binding, such as a limit that a backend lacks.</summary>
    /// <param name="path">The path below the bound object.</param>
    /// <param name="phrase">What follows the path: <c>is not supported by the backend systemd-run</c>.</param>
    public HoconFault FaultAt(string path, string phrase)
    {
        string full = _path.Length == 0 ? path : $"{_path}.{path}";
        return new HoconFault(OriginOf(path), $"{full} {phrase}", full);
    }
}
