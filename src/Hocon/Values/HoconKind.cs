namespace Helios.Hocon;

/// <summary>The six types of a value, the same as in JSON.</summary>
public enum HoconKind
{
    /// <summary>The literal <c>null</c>.</summary>
    Null,

    /// <summary><c>true</c> or <c>false</c> as written; <c>yes</c>, <c>on</c> and so on are strings until a boolean is asked for.</summary>
    Boolean,

    /// <summary>A JSON number, kept as it was written.</summary>
    Number,

    /// <summary>A quoted, unquoted or concatenated string.</summary>
    String,

    /// <summary>An ordered list.</summary>
    Array,

    /// <summary>An ordered set of fields with distinct keys.</summary>
    Object,
}
