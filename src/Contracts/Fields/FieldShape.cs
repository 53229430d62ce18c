namespace Helios.Contracts;

/// <summary>The form of a field's value in a file.</summary>
public enum FieldShape
{
    /// <summary>A text without inner structure.</summary>
    Text,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A number with a unit.</summary>
    Quantity,

    /// <summary>A list of words, or one text that is split at white space.</summary>
    Command,

    /// <summary>A list of texts.</summary>
    List,

    /// <summary>A block of names with texts.</summary>
    Block,

    /// <summary>A list of texts and blocks.</summary>
    Items,
}
