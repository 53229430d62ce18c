namespace Helios.Hocon;

/// <summary>How HOCON is rendered.</summary>
public sealed record HoconWriterOptions
{
    /// <summary>The layout that people would write: no root braces, <c>key = value</c>, two blanks.</summary>
    public static HoconWriterOptions Default { get; } = new();

    /// <summary>Puts <c># file:line</c> above every value that was read from a file.</summary>
    public bool ShowOrigins { get; init; }

    /// <summary>Leaves quotes away where the specification allows it.</summary>
    public bool Unquoted { get; init; } = true;
}
