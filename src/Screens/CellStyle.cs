namespace Helios.Screens;

/// <summary>How a cell looks. Colours are the terminal's own sixteen, so that they fit the user's theme.</summary>
/// <param name="Foreground">The colour of the text.</param>
/// <param name="Attributes">Bold, dim, reverse, underlined.</param>
public readonly record struct CellStyle(CellColour Foreground, CellAttributes Attributes)
{
    /// <summary>Nothing special.</summary>
    public static readonly CellStyle Plain;

    /// <summary>The same with more attributes.</summary>
    public CellStyle With(CellAttributes more) => this with { Attributes = Attributes | more };

    /// <summary>A colour without attributes.</summary>
    public static implicit operator CellStyle(CellColour colour) => new(colour, CellAttributes.None);

    /// <inheritdoc cref="op_Implicit(CellColour)"/>
    public static CellStyle FromCellColour(CellColour colour) => colour;
}

/// <summary>Colours by the numbers of ECMA-48, less 30 (normal) or less 82 (bright); 0 is the default colour.</summary>
public enum CellColour : byte
{
    /// <summary>The terminal's own.</summary>
    Normal,

    /// <summary>Red.</summary>
    Red = 1,

    /// <summary>Green.</summary>
    Green = 2,

    /// <summary>Yellow.</summary>
    Yellow = 3,

    /// <summary>Blue.</summary>
    Blue = 4,

    /// <summary>Magenta.</summary>
    Magenta = 5,

    /// <summary>Cyan.</summary>
    Cyan = 6,

    /// <summary>Bright black.</summary>
    Gray = 8,
}

/// <summary>Renditions of ECMA-48.</summary>
[Flags]
public enum CellAttributes : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Bold.</summary>
    Bold = 1,

    /// <summary>Faint.</summary>
    Dim = 2,

    /// <summary>Foreground and background exchanged.</summary>
    Reverse = 4,

    /// <summary>Underlined.</summary>
    Underline = 8,
}
