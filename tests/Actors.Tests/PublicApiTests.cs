using System.Reflection;
using System.Text;

namespace Helios.Actors.Tests;

/// <summary>
/// The public surface, in a checked-in file, so that a change of it is a diff that somebody approves: names and parameters must stay
/// those of Akka.NET 1.5, or `-p:ActorEngine=Akka` no longer compiles the users. Set HELIOS_APPROVE=1 to write the files anew.
/// </summary>
public sealed class PublicApiTests
{
    [Fact]
    public void The_surface_of_the_kernel_is_the_approved_one() => Compare(typeof(ActorSystem).Assembly, "PublicApi.Actors.txt");

    [Fact]
    public void The_surface_of_the_TestKit_is_the_approved_one() => Compare(typeof(TestKit.TestProbe).Assembly, "PublicApi.TestKit.txt");

    private static void Compare(Assembly assembly, string name)
    {
        string actual = Render(assembly);
        string approved = Path.Combine(AppContext.BaseDirectory, name);
        if (Environment.GetEnvironmentVariable("HELIOS_APPROVE") == "1")
        {
            File.WriteAllText(Path.Combine(SourceFolder(), name), actual);
            return;
        }

        Assert.Equal(File.ReadAllText(approved), actual);
    }

    // The build maps source paths, so the folder is found from where the program lies.
    private static string SourceFolder()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Engine.props")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder!.FullName, "tests", "Actors.Tests");
    }

    private static string Render(Assembly assembly)
    {
        StringBuilder text = new();
        foreach (Type type in assembly.GetExportedTypes().OrderBy(static type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(Kind(type)).Append(' ').Append(Name(type));
            if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum) && parent != typeof(MulticastDelegate))
            {
                text.Append(" : ").Append(Name(parent));
            }

            text.Append('\n');
            IEnumerable<string> members = type.GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
                .Select(Member)
                .OfType<string>()
                .Distinct()
                .Order(StringComparer.Ordinal);
            foreach (string member in members)
            {
                text.Append("  ").Append(member).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Kind(Type type) => type.IsEnum ? "enum"
        : typeof(Delegate).IsAssignableFrom(type) ? "delegate"
        : type.IsInterface ? "interface"
        : type.IsValueType ? "struct"
        : type.IsAbstract && type.IsSealed ? "static class"
        : type.IsAbstract ? "abstract class"
        : type.IsSealed ? "sealed class"
        : "class";

    private static string? Member(MemberInfo member) => member switch
    {
        FieldInfo { IsSpecialName: false } field when field.IsPublic || field.IsFamily
            => $"{(field.IsStatic ? "static " : string.Empty)}{Name(field.FieldType)} {field.Name}",
        ConstructorInfo constructor when constructor.IsPublic || constructor.IsFamily
            => $"new({Parameters(constructor)})",
        PropertyInfo property when property.GetMethod is { } get && (get.IsPublic || get.IsFamily)
            => $"{(get.IsStatic ? "static " : string.Empty)}{Name(property.PropertyType)} {property.Name} {{ get;{(property.SetMethod is { } set && (set.IsPublic || set.IsFamily) ? " set;" : string.Empty)} }}",
        MethodInfo method when (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)) && !IsOfObject(method)
            => $"{(method.IsStatic ? "static " : string.Empty)}{Name(method.ReturnType)} {method.Name}{Generics(method.GetGenericArguments())}({Parameters(method)})",
        _ => null,
    };

    private static bool IsOfObject(MethodInfo method)
        => method.GetBaseDefinition().DeclaringType == typeof(object);

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(static parameter =>
        $"{(parameter.IsOut ? "out " : string.Empty)}{(parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : string.Empty)}{Name(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? " = default" : string.Empty)}"));

    private static string Generics(Type[] arguments) => arguments.Length == 0 ? string.Empty : $"<{string.Join(", ", arguments.Select(Name))}>";

    private static string Name(Type type)
    {
        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        if (type.IsArray)
        {
            return Name(type.GetElementType()!) + "[]";
        }

        if (type.IsByRef)
        {
            return Name(type.GetElementType()!);
        }

        string name = type.Namespace?.StartsWith("System", StringComparison.Ordinal) == true ? type.Name : type.FullName ?? $"{type.Namespace}.{type.Name}";
        int generic = name.IndexOf('[', StringComparison.Ordinal);
        name = generic < 0 ? name : name[..generic];
        int tick = name.IndexOf('`', StringComparison.Ordinal);
        return tick < 0 ? name.Replace('+', '.') : $"{(type.IsNested ? name.Replace('+', '.').Replace($"`{type.GetGenericArguments().Length}", string.Empty, StringComparison.Ordinal) : name[..tick])}{Generics(type.GetGenericArguments())}";
    }
}
