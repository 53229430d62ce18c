namespace Helios.Hocon;

/// <summary>Where a value was written: a file with line and column, or a described place such as an environment variable.</summary>
public readonly struct HoconOrigin : IEquatable<HoconOrigin>
{
    private const int Nowhere = -1;
    private readonly HoconSource? _source;
    private readonly int _offset;

    internal HoconOrigin(HoconSource? source, int offset)
    {
        _source = source;
        _offset = offset;
    }

    /// <summary>The file's path as it was given, or the description of a place that is no file; <c>built in code</c> for a default origin.</summary>
    public string File => _source?.Name ?? "built in code";

    /// <summary>Line counted from 1; 0 when the place has no lines.</summary>
    public int Line => HasPosition ? _source!.Locate(_offset).Line : 0;

    /// <summary>Column in UTF-16 units counted from 1; 0 when the place has no lines.</summary>
    public int Column => HasPosition ? _source!.Locate(_offset).Column : 0;

    /// <summary>The line as it stands in the file, without its end; empty when the place has no lines.</summary>
    public string LineText => HasPosition ? _source!.LineText(Line) : "";

    private bool HasPosition => _source is not null && _offset != Nowhere;

    /// <summary>A place that is no text, such as <c>environment variable HOME</c>.</summary>
    public static HoconOrigin Described(string description) => new(new HoconSource(description, ""), Nowhere);

    /// <summary><c>file:line:column</c>, or the description.</summary>
    public override string ToString()
    {
        if (!HasPosition)
        {
            return File;
        }

        (int line, int column) = _source!.Locate(_offset);
        return $"{File}:{line}:{column}";
    }

    /// <inheritdoc/>
    public bool Equals(HoconOrigin other) => ReferenceEquals(_source, other._source) && _offset == other._offset;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is HoconOrigin other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_source, _offset);

    internal void Deconstruct(out HoconSource? source, out int offset) => (source, offset) = (_source, _offset);

    /// <summary>Same file and same place.</summary>
    public static bool operator ==(HoconOrigin left, HoconOrigin right) => left.Equals(right);

    /// <summary>Another file or another place.</summary>
    public static bool operator !=(HoconOrigin left, HoconOrigin right) => !left.Equals(right);
}
